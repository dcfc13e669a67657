/** The tenant's scripts: payload to entity data, in a sandbox with limits. */
package io.integrationhost.converter;
