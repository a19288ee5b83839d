package dev.netc.runtime;

/**
 * A window sliding along one axis of an image.
 *
 * @param size the size of the axis
 * @param before the zeros put before it
 * @param after the zeros put after it
 * @param taps the weights along the window
 * @param stride the steps from one window to the next
 * @param dilation the steps from one weight to the next
 */
record Window(int size, int before, int after, int taps, int stride, int dilation) {
  static Window of(int size, int taps) {
    return new Window(size, 0, 0, taps, 1, 1);
  }

  Window stride(int newStride) {
    return new Window(size, before, after, taps, newStride, dilation);
  }

  Window padding(int newBefore, int newAfter) {
    return new Window(size, newBefore, newAfter, taps, stride, dilation);
  }

  Window dilation(int newDilation) {
    return new Window(size, before, after, taps, stride, newDilation);
  }

  /** The size with padding. */
  int padded() {
    return before + size + after;
  }

  /** The positions of the window; none if it is larger than the padded axis. */
  int positions() {
    return Math.max(0, Math.floorDiv(padded() - dilation * (taps - 1) - 1, stride) + 1);
  }

  /** True if each element is a window of its own, so that the axis may be joined with the next. */
  boolean isPointwise() {
    return taps == 1 && stride == 1 && before == 0 && after == 0;
  }
}
