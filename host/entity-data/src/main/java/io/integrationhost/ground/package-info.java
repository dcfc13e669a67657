/**
 * Small things that all rooms of the host share: text for logs and errors that nobody can misuse,
 * and logs that nobody can fill. Safe for any thread.
 */
package io.integrationhost.ground;
