/**
 * Tells why a conversion did not do what its author expected. Each class knows one mistake.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.convert.hint;
