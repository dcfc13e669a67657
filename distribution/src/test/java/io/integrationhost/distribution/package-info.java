/** End-to-end tests: each starts the distribution as an operator would. */
package io.integrationhost.distribution;
