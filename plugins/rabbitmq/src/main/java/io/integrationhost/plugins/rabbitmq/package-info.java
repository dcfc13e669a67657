/**
 * RabbitMQ's queues, as ThingsBoard's own integration has them. Each connection has a {@code Lane},
 * the one thread that uses it; RabbitMQ's library calls on threads of its own, which are never held
 * up. Nothing here is for other rooms.
 */
package io.integrationhost.plugins.rabbitmq;
