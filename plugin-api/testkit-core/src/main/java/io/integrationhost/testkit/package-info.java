/** The half of the testkit that needs no host. */
package io.integrationhost.testkit;
