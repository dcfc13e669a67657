/** The link: the gRPC session of one integration with ThingsBoard. */
package io.integrationhost.remote;
