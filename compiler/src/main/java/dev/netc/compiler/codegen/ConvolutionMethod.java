package dev.netc.compiler.codegen;

import dev.netc.compiler.cost.WinogradCost;
import dev.netc.compiler.fuse.Geometry;
import dev.netc.compiler.fuse.Kernel;
import java.util.Optional;

/**
 * How a convolution is computed, in words. Winograd's algorithm is a choice by {@linkplain
 * WinogradCost cost}; all else follows from the geometry, in the runtime as here.
 */
final class ConvolutionMethod {
  private ConvolutionMethod() {}

  static String of(Kernel.Convolution kernel) {
    Optional<Integer> winograd = WinogradCost.leastSamples(kernel);
    if (winograd.isPresent()) {
      int least = winograd.get();
      return "by Winograd's algorithm" + (least > 1 ? " from " + least + " samples on" : "");
    }
    Geometry geometry = kernel.geometry();
    boolean forward = kernel.kind() == Kernel.Convolution.Kind.FORWARD;
    if (kernel.pool().isPresent()) {
      return forward ? "with its pool" : "from the greatest of each window";
    } else if (geometry.groups() == geometry.channels()
        && geometry.groups() == geometry.filters()) {
      return "channel by channel";
    } else if (geometry.groups() == 1 && isWhole(geometry.height()) && isWhole(geometry.width())) {
      return "as a product of whole images";
    } else if (isPixel(geometry.height()) && isPixel(geometry.width())) {
      return "as a product of pixels";
    }
    return "as a product of shifted planes";
  }

  /** Whether there is one window, all of the image. */
  private static boolean isWhole(Geometry.Span span) {
    return span.before() + span.after() == 0
        && span.taps() == span.size()
        && (span.dilation() == 1 || span.taps() == 1);
  }

  /** Whether each window is a pixel, and each pixel a window. */
  private static boolean isPixel(Geometry.Span span) {
    return span.taps() == 1 && span.stride() == 1 && span.before() + span.after() == 0;
  }
}
