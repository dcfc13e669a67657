/** Stands in for ThingsBoard's event classes, so that Java itself can read what we wrote. */
package io.integrationhost.remote.standin;
