package dev.netc.compiler.memory;

/**
 * The parts in which a batch is run, one after another, so that what stands between kernels stays
 * small.
 *
 * @param size the name of the size that counts the samples
 * @param samples the most of them in a part
 */
public record Slices(String size, int samples) {
  public Slices {
    if (samples < 1) {
      throw new IllegalArgumentException("parts of " + samples + " samples");
    }
  }
}
