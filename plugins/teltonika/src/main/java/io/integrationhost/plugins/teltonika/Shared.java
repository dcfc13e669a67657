package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugins.teltonika.codec.HeldBytes;
import io.netty.buffer.ByteBufAllocator;

/**
 * What all transports of the plugin share.
 *
 * @param buffers of all ports and connections, on the heap
 */
record Shared(EventLoops loops, HeldBytes memory, OpenPorts ports, ByteBufAllocator buffers) {

  Shared() {
    this(new EventLoops(), HeldBytes.ofHeap(), new OpenPorts(), new HeapBuffers());
  }
}
