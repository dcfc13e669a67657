/**
 * The kit's machinery: not for plugins, whose jars the check refuses when they name it. TLS that
 * follows its files runs on the plugin's scheduler, since it reads files; handlers run on the loop
 * of their connection.
 */
package io.integrationhost.kit.run;
