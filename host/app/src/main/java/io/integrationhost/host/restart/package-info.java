/**
 * What lets a host serve devices that was started while ThingsBoard cannot be reached: the last
 * accepted configuration of each integration, on disk. The wiring of integrations calls it.
 */
package io.integrationhost.host.restart;
