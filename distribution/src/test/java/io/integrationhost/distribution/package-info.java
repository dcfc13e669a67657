/**
 * End-to-end tests: each starts the distribution as an operator would.
 *
 * <p>{@code KillTest}, {@code LinkFaultTest}, {@code ServerFaultTest} and {@code DiskFaultTest}
 * keep devices in traffic while they do harm, and compare what the devices were told with what
 * arrived. The long form kills the host 200 times for each durability:
 *
 * <pre>mvn verify -Dkills=200</pre>
 *
 * {@code -Dit.test=KillTest -Dfailsafe.failIfNoSpecifiedTests=false} leaves out the other
 * end-to-end tests.
 */
package io.integrationhost.distribution;
