/**
 * The operations of the API, as {@code openapi.yaml} beside them describes. They run on the
 * server's threads and wait for nothing but small files; what takes longer comes as a stage.
 */
package io.integrationhost.admin.api;
