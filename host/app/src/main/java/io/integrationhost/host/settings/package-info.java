/**
 * What an operator may set: read from files and environment, validated as a whole, immutable
 * afterwards. Everything else in the program gets its settings from here as records. A host that
 * runs hears of changed files through LiveSettings.
 */
package io.integrationhost.host.settings;
