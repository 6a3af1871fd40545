// sharp's part of the picture bench: node bench_sharp.mjs FILE JOBS plain|expert ROUNDS
// plain: as its pages show it, the file opened for each variant. expert: one decode at half the size to raw
// pixels, no cache, one thread inside each operation, no second pass for smaller tables; four in flight both ways.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
const sharp = createRequire(process.cwd() + '/')('sharp')
const [file, jobsFile, mode, rounds] = process.argv.slice(2)
const jobs = readFileSync(jobsFile, 'utf8').trim().split('\n').map((line) => {
  const [x, y, w, h, width, height, look, frame] = line.split(' ').map((word, i) => (i === 6 ? word : Number(word)))
  return { x, y, w, h, width, height, look, frame }
})
const gains = { warm: [1.06, 1, 0.92], cool: [0.92, 1, 1.06], punch: [1.12, 1.12, 1.12], matte: [0.86, 0.86, 0.86], airy: [0.94, 0.94, 0.94] }
const lifts = { warm: 0, cool: 0, punch: -14, matte: 22, airy: 16 }

function finish(image, job, expert) {
  const lift = lifts[job.look]
  image = image.resize(job.width - 2 * job.frame, job.height - 2 * job.frame, { fit: 'fill', kernel: 'lanczos3' })
    .linear(gains[job.look], [lift, lift, lift])
  if (job.frame) image = image.extend({ top: job.frame, bottom: job.frame, left: job.frame, right: job.frame, background: '#fff' })
  return image.jpeg(expert ? { quality: 82, optimiseCoding: false } : { quality: 82 }).toBuffer()
}

async function expertSource() {
  const { data, info } = await sharp(file).metadata().then((m) =>
    sharp(file).resize(Math.round(m.width / 2)).raw().toBuffer({ resolveWithObject: true }))
  return { data, raw: { width: info.width, height: info.height, channels: info.channels } }
}

async function once() {
  const source = mode === 'expert' ? await expertSource() : null
  let next = 0, bytes = 0
  async function worker() {
    while (next < jobs.length) {
      const job = jobs[next++]
      const s = source ? 2 : 1
      const area = { left: Math.floor(job.x / s), top: Math.floor(job.y / s), width: Math.floor(job.w / s), height: Math.floor(job.h / s) }
      const image = source ? sharp(source.data, { raw: source.raw }) : sharp(file)
      bytes += (await finish(image.extract(area), job, !!source)).length
    }
  }
  await Promise.all([1, 2, 3, 4].map(worker))
  return bytes
}

if (mode === 'expert') { sharp.cache(false); sharp.concurrency(1) }
for (let i = 0; i < Number(rounds); i++) {
  const start = performance.now()
  const bytes = await once()
  console.log((performance.now() - start).toFixed(2))
  if (i === 0) console.error(bytes + ' bytes, sharp ' + sharp.versions.sharp + ', libvips ' + sharp.versions.vips)
}
