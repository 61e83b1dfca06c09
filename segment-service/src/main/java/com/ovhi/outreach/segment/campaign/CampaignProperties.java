package com.ovhi.outreach.segment.campaign;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What campaigns say beyond what organisations know.
 *
 * @param portalUrl where patients read on
 */
@ConfigurationProperties("outreach")
record CampaignProperties(
        @DefaultValue("https://portal.ovhi.example/") URI portalUrl) {}
