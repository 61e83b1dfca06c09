package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What tests of campaigns need of the service and its servers. Made where it is asked for: a forked service has no test's servers. */
@Lazy
@Component
record CampaignKit(
        TestKafka kafka,
        TestTokens tokens,
        SettableClock clock,
        JdbcClient jdbc,
        TransactionOperations transactions,
        CampaignPoller poller) {}
