/**
 * What compiled networks link against, and nothing else: no other library is needed at run time.
 *
 * <p>In come arrays and files: {@link dev.netc.runtime.Tensor}s, weights in safetensors files, data
 * sets in IDX files. Generated classes implement {@link dev.netc.runtime.Model}, {@link
 * dev.netc.runtime.Predictor}, {@link dev.netc.runtime.Evaluator} and {@link
 * dev.netc.runtime.Trainer}, and call kernels over {@link dev.netc.runtime.Parallel} loops.
 *
 * <p>Promise: every result depends on the inputs and the seed only, bit for bit; neither the number
 * of threads nor the way in which a loop is split into chunks shows in it. Kernels allocate nothing
 * once their thread has run them at a size. Arrays are row-major.
 *
 * <pre>{@code
 * var net = new LeNet(42);
 * var trainer = net.trainer();
 * float loss = trainer.train(List.of(images), List.of(labels));
 * net.save(Path.of("lenet.safetensors"));
 * }</pre>
 */
@NullMarked
package dev.netc.runtime;

import org.jspecify.annotations.NullMarked;
