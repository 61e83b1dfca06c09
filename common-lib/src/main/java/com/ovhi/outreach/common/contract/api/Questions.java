package com.ovhi.outreach.common.contract.api;

import java.util.List;

/** Body of a call that asks many questions of one kind, {@value #MOST} at most. */
public record Questions<Q>(List<Q> requests) {

    /** More are refused. */
    public static final int MOST = 100;
}
