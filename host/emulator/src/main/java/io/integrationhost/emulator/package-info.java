/**
 * A stand-in for ThingsBoard that speaks the server side of the link (facts 1 and 2): for the demo,
 * for tests, for authors of plugins. {@link io.integrationhost.emulator.Emulator} is the way in;
 * the application and tests call it. It sees the link's messages and nothing else of the host.
 */
package io.integrationhost.emulator;
