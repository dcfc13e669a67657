/** Simulated sensors over TCP, UDP and HTTP; knows nothing of the host. */
package io.integrationhost.workbench.sensor;
