/** Tells why a conversion did not do what its author expected. Each class knows one mistake. */
package io.integrationhost.convert.hint;
