/** The ledger of what patients consented to, and what it adds up to. */
@NullMarked
package com.ovhi.outreach.preference.consent;

import org.jspecify.annotations.NullMarked;
