/**
 * The queue of one integration between converter and link: first in, first out, trimmed only by
 * what the server has answered. It holds records as bytes and does not know what they mean.
 */
package io.integrationhost.spool;
