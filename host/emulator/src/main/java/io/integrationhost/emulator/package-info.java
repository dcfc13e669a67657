/** A stand-in for ThingsBoard that speaks the server side of the link. */
package io.integrationhost.emulator;
