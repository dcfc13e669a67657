package io.integrationhost.kit.transport;

import io.netty.buffer.ByteBufAllocator;

/**
 * What all transports of a plugin share.
 *
 * @param buffers of all connections, on the heap
 */
record Shared(Loops loops, OpenPorts ports, OpenPorts udpPorts, ByteBufAllocator buffers) {

  Shared(String pluginId) {
    this(new Loops(pluginId), new OpenPorts(), new OpenPorts(), new HeapBuffers());
  }
}
