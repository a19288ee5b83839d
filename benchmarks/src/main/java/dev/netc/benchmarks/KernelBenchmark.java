package dev.netc.benchmarks;

import dev.netc.runtime.Blocks;
import dev.netc.runtime.Convolution;
import dev.netc.runtime.Gemm;
import dev.netc.runtime.Parallel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels of the runtime, in one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  private static float[] random(int size) {
    Random random = new Random(size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  /** A matrix product; {@code t} behind a size means that this operand is transposed. */
  @State(Scope.Benchmark)
  public static class Product {
    @Param({"512x512x512", "128x784x512t", "128x512x784", "64x1350x10t", "1x784x512t"})
    String shape;

    private int m;
    private int n;
    private int k;
    private boolean transposed;
    private float[] a;
    private float[] b;
    private float[] c;

    /** Makes the operands. */
    @Setup
    public void prepare() {
      Parallel.setThreads(1);
      transposed = shape.endsWith("t");
      String[] sizes = shape.replace("t", "").split("x");
      m = Integer.parseInt(sizes[0]);
      k = Integer.parseInt(sizes[1]);
      n = Integer.parseInt(sizes[2]);
      a = random(m * k);
      b = random(k * n);
      c = new float[m * n];
    }
  }

  /** C = A B. */
  @Benchmark
  public float[] product(Product p) {
    int row = p.transposed ? 1 : p.n;
    int column = p.transposed ? p.k : 1;
    int units = Gemm.units(p.m, p.n, p.k);
    Gemm.multiply(0, units, p.m, p.n, p.k, p.a, 0, p.k, 1, p.b, 0, row, column, p.c, 0, p.n, false);
    return p.c;
  }

  /**
   * A convolution: input channels, height and width, filters, taps, stride, padding, samples; and
   * {@code w} if Winograd's algorithm computes it.
   */
  @State(Scope.Benchmark)
  public static class Images {
    @Param({
      "1,32,6,3,1,0,1",
      "6,14,16,5,1,0,1",
      "16,32,16,3,1,1,1",
      "64,56,64,3,1,1,1",
      "64,56,64,3,1,1,1w",
      "256,14,256,3,1,1,1",
      "256,14,256,3,1,1,8",
      "256,14,256,3,1,1,8w",
      "512,7,512,3,1,1,8",
      "512,7,512,3,1,1,8w"
    })
    String geometry;

    private Convolution convolution;
    private int samples;
    private float[] x;
    private float[] w;
    private float[] y;
    private float[] dw;

    /** Makes the operands. */
    @Setup
    public void prepare() {
      Parallel.setThreads(1);
      String[] sizes = geometry.replace("w", "").split(",");
      int[] g = new int[sizes.length];
      for (int i = 0; i < g.length; i++) {
        g[i] = Integer.parseInt(sizes[i]);
      }
      convolution =
          new Convolution(g[0], g[1], g[1], g[2], g[3], g[3])
              .stride(g[4], g[4])
              .padding(g[5], g[5], g[5], g[5]);
      if (geometry.endsWith("w")) {
        convolution = convolution.winograd(1);
      }
      samples = g[6];
      x = random(samples * g[0] * g[1] * g[1]);
      w = random(g[2] * g[0] * g[3] * g[3]);
      y = random(samples * g[2] * convolution.outputHeight() * convolution.outputWidth());
      dw = new float[w.length];
    }
  }

  /** The output. */
  @Benchmark
  public float[] convolutionForward(Images i) {
    i.convolution.forward(0, i.convolution.forwardUnits(i.samples), i.x, 0, i.w, 0, i.y, 0);
    return i.y;
  }

  /** The gradient of the input. */
  @Benchmark
  public float[] convolutionBackwardData(Images i) {
    int units = i.convolution.backwardDataUnits(i.samples);
    i.convolution.backwardData(0, units, i.y, 0, i.w, 0, i.x, 0);
    return i.x;
  }

  /** The gradient of the weights. */
  @Benchmark
  public float[] convolutionBackwardWeight(Images i) {
    int units = i.convolution.backwardWeightUnits(i.samples);
    i.convolution.backwardWeight(0, units, i.samples, i.x, 0, i.y, 0, i.dw, 0, false);
    return i.dw;
  }

  /** Elements for a function. */
  @State(Scope.Benchmark)
  public static class Elements {
    private final float[] x = random(4096);
    private final float[] y = new float[4096];
  }

  /** e to the x, of 4096 elements. */
  @Benchmark
  public float[] exp(Elements e) {
    Blocks.exp(e.x, 0, e.y, 0, e.x.length);
    return e.y;
  }

  /** The hyperbolic tangent of 4096 elements. */
  @Benchmark
  public float[] tanh(Elements e) {
    Blocks.tanh(e.x, 0, e.y, 0, e.x.length);
    return e.y;
  }
}
