/**
 * The HTTP server, and the only package that knows it. Its threads ({@code admin-N}, few) run the
 * API's handlers; none of them ever waits for a device, a plugin or ThingsBoard.
 */
package io.integrationhost.admin.http;
