/**
 * The messages of the link, generated, and the one method that carries them. Only the link itself
 * and the emulator, which speaks the server's side, may use this package.
 */
package io.integrationhost.remote.proto;
