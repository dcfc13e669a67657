/**
 * The messages of the link, generated, and the one method that carries them. Only the link itself
 * and the emulator, which speaks the server's side, may use this package. It has no threads;
 * messages are immutable. {@code facts N.M} in a comment is section N.M of {@code
 * host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.remote.proto;
