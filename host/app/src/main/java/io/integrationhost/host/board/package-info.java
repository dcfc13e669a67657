/**
 * What the two halves of an integration tell each other beside readings and downlinks, and the
 * state that comes of it. The front ({@code host.front}) serves devices, the back ({@code
 * host.back}) speaks to ThingsBoard; neither sees the other.
 */
package io.integrationhost.host.board;
