package com.ovhi.outreach.analytics.report;

/** Rules on small counts for tests of other packages. */
public final class TestCells {

    private TestCells() {}

    public static SmallCells smallest(int count) {
        return new SmallCells(new DisclosureProperties(count));
    }
}
