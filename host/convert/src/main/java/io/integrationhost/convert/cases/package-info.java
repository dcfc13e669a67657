/**
 * Folders of converters with their cases: payloads and what is expected of them.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.convert.cases;
