@NullMarked
package com.ovhi.outreach.common.web;

import org.jspecify.annotations.NullMarked;
