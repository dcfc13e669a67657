package io.integrationhost.host.front;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ErrorBudget;

/**
 * A converter of an integration at one moment.
 *
 * @param uplink for uplinks; else for downlinks
 */
public record ConverterView(boolean uplink, ConverterDefinition definition, ErrorBudget budget) {}
