/** The audit log as a chain: every entry seals the one before it, checkpoints seal the chain. */
@NullMarked
package com.ovhi.outreach.preference.audit.chain;

import org.jspecify.annotations.NullMarked;
