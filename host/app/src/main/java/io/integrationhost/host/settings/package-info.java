/**
 * What an operator may set: read once from file and environment, validated as a whole, immutable
 * afterwards. Everything else in the program gets its settings from here as records.
 */
package io.integrationhost.host.settings;
