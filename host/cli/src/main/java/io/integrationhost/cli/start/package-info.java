/**
 * What makes the next start quicker: the archive of classes that Java maps instead of reading jars.
 * Called by the commands; what takes long runs on a thread of its own, {@code class-archive}.
 */
package io.integrationhost.cli.start;
