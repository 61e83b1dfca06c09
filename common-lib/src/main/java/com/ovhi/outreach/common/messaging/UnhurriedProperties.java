package com.ovhi.outreach.common.messaging;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Consumers nobody waits for: they count, learn and note what has happened. While a machine is busy they give way to what
 * somebody waits for, a call or a message to be sent, and catch up afterwards.
 *
 * @param groups of this service's consumers, as its bindings name them
 */
@ConfigurationProperties("outreach.unhurried")
record UnhurriedProperties(@DefaultValue List<String> groups) {}
