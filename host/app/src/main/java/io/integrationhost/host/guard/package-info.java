/**
 * Sees whether the process can go on at all: memory, threads, the threads that everything hangs on.
 * It has a daemon thread of its own, {@code memory-watch}, and ends the process with exit code 3
 * when trouble lasts. The command {@code run} makes it; hosts inside of other programs have none.
 */
package io.integrationhost.host.guard;
