/**
 * What an operator may set: read from files and environment, validated as a whole, immutable
 * afterwards. Everything else in the program gets its settings from here as records. A host that
 * runs hears of changed files through LiveSettings.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.host.settings;
