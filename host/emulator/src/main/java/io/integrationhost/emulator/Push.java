package io.integrationhost.emulator;

/**
 * What the server sends unasked: a changed integration, a changed converter, a downlink (facts
 * 2.7).
 */
public sealed interface Push permits EmulatedIntegration, EmulatedConverter, EmulatedDownlink {}
