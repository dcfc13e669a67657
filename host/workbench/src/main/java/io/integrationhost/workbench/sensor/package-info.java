/** A simulated TCP sensor that holds the guide's conversation; knows nothing of the host. */
package io.integrationhost.workbench.sensor;
