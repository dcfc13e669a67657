/**
 * Modbus on the wire: requests and answers, and the three ways they are framed. Knows nothing of
 * devices or values. Decoders run on the loop of their connection; all else is immutable.
 */
package io.integrationhost.plugins.modbus.frame;
