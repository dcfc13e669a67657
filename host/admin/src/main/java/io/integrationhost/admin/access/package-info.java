/**
 * Who may ask the host what: tokens, sessions of browsers, and what keeps web pages and names of
 * others out. Nothing here waits or reads a disk, but for the start; safe for any thread.
 */
package io.integrationhost.admin.access;
