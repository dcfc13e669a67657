package io.integrationhost.remote;

/** Bytes that the buffers of all connections have taken from the process, used or not. */
public record PooledMemory(long heap, long direct) {}
