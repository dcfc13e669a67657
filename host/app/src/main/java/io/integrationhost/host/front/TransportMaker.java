package io.integrationhost.host.front;

import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.runtime.HostedTransport;
import java.util.concurrent.CompletionStage;

/** Builds a transport for one integration; the stage fails when its slice cannot be used. */
@FunctionalInterface
interface TransportMaker {

  CompletionStage<HostedTransport> create(TransportPlan plan);
}
