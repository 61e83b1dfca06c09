package com.ovhi.outreach.common.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The HTTP edge.
 *
 * @param maxBody the largest body of a call that takes one whole
 * @param clientAddressHeader the header in which our own proxy names the client, last; empty to believe the connection
 */
@ConfigurationProperties("outreach.web")
record WebProperties(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("") String clientAddressHeader) {}
